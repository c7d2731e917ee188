// The few things that HTML cannot say by itself. Every page works without it.
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
// A second press on a slow line must not send the form twice.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.hasAttribute("hx-post")) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
// Coming back by the browser's own button finds a form that can be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
// Text ready to send goes to the clipboard.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const text = document.getElementById(button.dataset.copy);
  await navigator.clipboard.writeText(text.textContent);
  button.textContent = "复制好了";
});
