// Does everything that a recorder must catch, then says so in the title.
const other = `${location.protocol}//localhost:${location.port}`;
const read = async (url, options) => {
  try {
    return await (await fetch(url, options)).arrayBuffer();
  } catch (error) {
    throw new Error(`${url}: ${error}`);
  }
};

async function coded() {
  for (const name of ["gzip", "br", "deflate", "raw-deflate", "zstd", "gzip-br"])
    await read(`/coded/${name}`);
}

async function ranges() {
  for (const range of ["bytes=0-999", "bytes=1000-4999"])
    await read("/film.mp4", { headers: { Range: range } });
  for (const range of ["bytes=0-49", "bytes=50-"])
    await read("/slices.zst", { headers: { Range: range }, cache: "no-store" })
      .catch(() => "a slice of a coded body does not open by itself");
}

async function posts() {
  await read("/echo", { method: "POST", body: JSON.stringify({ text: "hej å ä ö" }) });
  await read("/temporary", { method: "POST", body: "skickas om", headers: { "X-A": "1" } });
  await read("/form", { method: "POST", body: new URLSearchParams({ namn: "Åsa", val: "1" }) });
  const big = new Uint8Array(3 * 1024 * 1024).map((_, i) => (i * 31 + (i >> 8)) % 251);
  await read("/upload", { method: "POST", body: big });
  await read(`${other}/echo`, {
    method: "PUT", body: "förfråga först", headers: { "Content-Type": "application/json" } });
  navigator.sendBeacon("/beacon", "en fyr");
}

async function odd() {
  for (const url of ["/chunked", "/missing", "/broken", "/empty", "/large-head", "/hints", "/trailers"])
    await read(url);
  await fetch("/chunked", { method: "HEAD" });
  await read("/cached");
  await read("/cached", { cache: "no-cache" });
}

const worker = () => new Promise((done) => {
  new Worker("/worker.js").onmessage = done;
});

async function serviceWorker() {
  await navigator.serviceWorker.register("/service-worker.js");
  await navigator.serviceWorker.ready;
  if (!navigator.serviceWorker.controller)
    await new Promise((done) => (navigator.serviceWorker.oncontrollerchange = done));
  await read("/made-by-service-worker");
  await read("/through-service-worker");
}

const frame = () => new Promise((done) => {
  onmessage = done;
  const element = document.createElement("iframe");
  element.src = `${other}/frame.html`;
  document.body.append(element);
});

const events = () => new Promise((done) => {
  const source = new EventSource("/events");
  source.onerror = () => { source.close(); done(); };
});

const socket = () => new Promise((done) => {
  const ws = new WebSocket(`${location.origin.replace("http", "ws")}/socket`);
  ws.binaryType = "arraybuffer";
  let count = 0;
  ws.onopen = () => {
    ws.send("hej från sidan");
    ws.send("upprepat ".repeat(2000));
    ws.send(new Uint8Array([0, 255, 254, 1]));
  };
  ws.onmessage = () => { if (++count === 3) ws.close(1000, "klart"); };
  ws.onclose = done;
});

(async () => {
  await Promise.all([coded(), ranges(), posts(), odd(), worker(), frame(), events(), socket()]);
  await serviceWorker();
  await read("/last");
  document.title = "klart";
})().catch((error) => { document.title = `fel: ${error}`; });
