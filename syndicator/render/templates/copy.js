"use strict";
const status = document.querySelector("[role=status]");
for (const button of document.querySelectorAll("[data-address]")) {
  const { address } = button.dataset;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(address);
      status.textContent = `Copied ${address}`;
      button.classList.add("done");
      setTimeout(() => button.classList.remove("done"), 2000);
    } catch {
      prompt("The address of this feed", address);
    }
  });
}
