// Shows /api/openapi.json; a file of its own, because the page's security policy allows no script inside it.
"use strict";
window.addEventListener("load", () => {
  const place = document.getElementById("documentation");
  SwaggerUIBundle({ url: place.dataset.openapi, domNode: place, deepLinking: true, validatorUrl: null });
});
