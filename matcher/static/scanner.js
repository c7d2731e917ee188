// The square code of a slip before the camera: read by the browser where it can (BarcodeDetector), else by jsQR, which is fetched only then.
const LOOK = 200; // milliseconds between two looks
const WIDEST = 720; // pixels to which a picture is made smaller before jsQR reads it
const AGAIN = 3000; // milliseconds in which the same code counts once

async function ownReader() {
  if (!("BarcodeDetector" in window)) return null;
  const formats = await BarcodeDetector.getSupportedFormats().catch(() => []);
  if (!formats.includes("qr_code")) return null;
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  return async (view) => {
    const [code] = await detector.detect(view);
    return code ? code.rawValue : "";
  };
}

function fetched(address) {
  return new Promise((done, failed) => {
    if (window.jsQR) { done(); return; }
    const script = document.createElement("script");
    script.src = address;
    script.addEventListener("load", () => done());
    script.addEventListener("error", () => failed(new Error("no reader")));
    document.head.append(script);
  });
}

async function vendoredReader(address) {
  await fetched(address);
  const canvas = document.createElement("canvas");
  const brush = canvas.getContext("2d", { willReadFrequently: true });
  return async (view) => {
    const small = Math.min(1, WIDEST / Math.max(view.videoWidth, view.videoHeight, 1));
    canvas.width = Math.round(view.videoWidth * small);
    canvas.height = Math.round(view.videoHeight * small);
    if (!canvas.width || !canvas.height) return "";
    brush.drawImage(view, 0, 0, canvas.width, canvas.height);
    const picture = brush.getImageData(0, 0, canvas.width, canvas.height);
    const found = window.jsQR(picture.data, picture.width, picture.height, { inversionAttempts: "dontInvert" });
    return found ? found.data : "";
  };
}

// Shows the camera in `view` until it is hidden, and hands every code to `read`. Throws where there is no camera or no reader.
async function watchCamera(view, address, read) {
  let look = (await ownReader()) || (await vendoredReader(address));
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  view.srcObject = stream;
  view.hidden = false;
  await view.play();
  let last = "";
  const round = async () => {
    if (view.hidden) { for (const track of stream.getTracks()) track.stop(); view.srcObject = null; return; }
    const code = await look(view).catch(async () => { look = await vendoredReader(address); return ""; });
    if (code && code !== last) { last = code; read(code.trim()); setTimeout(() => { last = ""; }, AGAIN); }
    setTimeout(round, LOOK);
  };
  round();
}
