// Extract every page named on stdin (JSON lines of {path, url}); a JSON line for each.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [, , modules, wanted] = process.argv;
const require = createRequire(`${modules}/`);
const load = (name) => import(pathToFileURL(require.resolve(name)));
const { parseHTML } = await load("linkedom");

async function readability() {
  const { Readability } = require("@mozilla/readability");
  return async (document) => new Readability(document).parse()?.content ?? "";
}

async function defuddle() {
  const file = `${modules}/defuddle/dist/node.js`;
  const { Defuddle } = await import(pathToFileURL(file));
  return async (document, url) => (await Defuddle(document, url)).content ?? "";
}

const extract = await { readability, defuddle }[wanted]();
console.log = console.warn = console.error;

for await (const line of createInterface({ input: process.stdin })) {
  const { path, url } = JSON.parse(line);
  const page = readFileSync(path, "utf8");
  const start = process.cpuUsage();
  let html = "";
  try {
    html = await extract(parseHTML(page).document, url);
  } catch (error) {
    console.error(`${path}: ${error}`);
  }
  const { user, system } = process.cpuUsage(start);
  process.stdout.write(`${JSON.stringify({ html, cpu: (user + system) / 1e6 })}\n`);
}
