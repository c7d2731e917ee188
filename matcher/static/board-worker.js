// Keeps the escort's page and list for when there is no line: the newest answer where there is one, else the last.
const KEPT = "board";
const PATIENCE = 6000; // milliseconds until a line that carries nothing counts as none

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  if (event.request.method === "GET" && new URL(event.request.url).origin === self.location.origin) event.respondWith(answer(event.request));
});

async function answer(request) {
  const kept = await caches.open(KEPT);
  try {
    const fresh = await fetch(request, { signal: AbortSignal.timeout(PATIENCE) });
    if (fresh.ok && !fresh.redirected) await kept.put(request, fresh.clone());
    return fresh;
  } catch (error) {
    const last = await kept.match(request, { ignoreVary: true });
    if (!last) return Response.error();
    const headers = new Headers(last.headers);
    headers.set("X-Kept", "yes");
    return new Response(last.body, { status: last.status, headers });
  }
}
