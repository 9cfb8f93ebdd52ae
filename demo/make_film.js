/* SPDX-FileCopyrightText: 2026 Avbild contributors
   SPDX-License-Identifier: EUPL-1.2 */

// Draws and encodes the frames for make_film.py, which calls it with four numbers.
async ([width, height, rate, seconds]) => {
  const canvas = new OffscreenCanvas(width, height);
  const pen = canvas.getContext("2d");
  const chunks = [];
  const encoder = new VideoEncoder({
    output: (chunk) => {
      const bytes = new Uint8Array(chunk.byteLength);
      chunk.copyTo(bytes);
      chunks.push([chunk.type === "key", chunk.timestamp, btoa(String.fromCharCode(...bytes))]);
    },
    error: (error) => { throw error; },
  });
  encoder.configure({ codec: "vp8", width, height, bitrate: 110000, framerate: rate });
  const spruce = (x, y, size) => {
    pen.fillStyle = "#42605f";
    for (let tier = 0; tier < 3; tier++) {
      const top = y - size * (1 - tier * 0.26), half = size * (0.2 + tier * 0.1);
      pen.beginPath(); pen.moveTo(x, top); pen.lineTo(x - half, top + size * 0.46);
      pen.lineTo(x + half, top + size * 0.46); pen.fill();
    }
  };
  const plough = (x, y) => {
    pen.fillStyle = "#e8862a"; pen.fillRect(x, y - 62, 120, 44);
    pen.fillStyle = "#f4a13f"; pen.fillRect(x + 84, y - 94, 44, 76);
    pen.fillStyle = "#cfe6f2"; pen.fillRect(x + 94, y - 86, 28, 30);
    pen.fillStyle = "#ffd25e"; pen.fillRect(x + 100, y - 104, 12, 10);
    pen.fillStyle = "#5b6b78"; pen.beginPath(); pen.moveTo(x + 136, y - 52);
    pen.lineTo(x + 170, y - 4); pen.lineTo(x + 128, y - 4); pen.fill();
    for (const wheel of [24, 66, 106]) {
      pen.fillStyle = "#26323c"; pen.beginPath(); pen.arc(x + wheel, y - 10, 17, 0, 7); pen.fill();
      pen.fillStyle = "#9fb0bc"; pen.beginPath(); pen.arc(x + wheel, y - 10, 7, 0, 7); pen.fill();
    }
  };
  const flakes = Array.from({ length: 60 }, (_, i) => [(i * 97) % width, (i * 61) % height]);
  for (let frame = 0; frame < rate * seconds; frame++) {
    const share = frame / (rate * seconds);
    const sky = pen.createLinearGradient(0, 0, 0, height);
    sky.addColorStop(0, "#7d9abf"); sky.addColorStop(1, "#f3e2d8");
    pen.fillStyle = sky; pen.fillRect(0, 0, width, height);
    for (let i = 0; i < 14; i++) {
      spruce(((i * 71 - share * 500) % 900 + 900) % 900 - 100, 236, 90 + (i % 4) * 22);
    }
    pen.fillStyle = "#f6f9fb"; pen.fillRect(0, 232, width, 130);
    pen.fillStyle = "#cdd7df"; pen.fillRect(0, 276, width, 46);
    plough(-180 + share * 860, 306);
    pen.fillStyle = "#ffffff";
    for (const [x, y] of flakes) pen.fillRect(x, (y + frame * 3) % height, 3, 3);
    const picture = new VideoFrame(canvas, { timestamp: (frame * 1e6) / rate });
    encoder.encode(picture, { keyFrame: frame % (rate * 2) === 0 });
    picture.close();
  }
  await encoder.flush();
  return chunks;
}
