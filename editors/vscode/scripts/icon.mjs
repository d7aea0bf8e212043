// icon.mjs OUT.png: draws the extension's icon, 256 × 256, without any library.
// Two sheets of an article, one behind the other, whose marked words disagree: a squiggle.
import { deflateSync } from 'node:zlib';
import { writeFileSync } from 'node:fs';

const SIZE = 256;
const SAMPLES = 4; // per pixel and axis

const colour = { ground: [20, 50, 74], back: [148, 178, 199], front: [250, 247, 240], ink: [58, 78, 94], mark: [214, 62, 48] };

/** Signed distance to a rounded rectangle; negative inside. */
function box(x, y, left, top, width, height, radius) {
  const dx = Math.abs(x - left - width / 2) - width / 2 + radius;
  const dy = Math.abs(y - top - height / 2) - height / 2 + radius;
  return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - radius;
}
const inside = (...a) => box(...a) <= 0;
const squiggle = (x, y, left, right, middle) =>
  x >= left && x <= right && Math.abs(y - middle - 5 * Math.sin(((x - left) / 32) * 2 * Math.PI)) <= 4.5;

/** The colour at a point, or none outside of the icon. */
function at(x, y) {
  if (!inside(x, y, 0, 0, 256, 256, 52)) return undefined;
  if (inside(x, y, 74, 62, 138, 160, 12)) {
    if (squiggle(x, y, 96, 190, 160)) return colour.mark;
    for (const [top, width] of [[84, 96], [108, 96], [180, 96], [202, 60]]) {
      if (inside(x, y, 95, top, width, 10, 5)) return colour.ink;
    }
    if (inside(x, y, 95, 132, 96, 10, 5)) return colour.mark;
    return colour.front;
  }
  if (inside(x, y, 44, 34, 138, 160, 12)) {
    return inside(x, y, 62, 46, 80, 8, 4) ? colour.ground : colour.back;
  }
  return colour.ground;
}

const rows = [];
for (let y = 0; y < SIZE; y++) {
  const row = Buffer.alloc(1 + 4 * SIZE);
  for (let x = 0; x < SIZE; x++) {
    const sum = [0, 0, 0];
    let covered = 0;
    for (let i = 0; i < SAMPLES * SAMPLES; i++) {
      const c = at(x + ((i % SAMPLES) + 0.5) / SAMPLES, y + (Math.floor(i / SAMPLES) + 0.5) / SAMPLES);
      if (!c) continue;
      covered++;
      c.forEach((v, k) => (sum[k] += v));
    }
    sum.forEach((v, k) => (row[1 + 4 * x + k] = covered ? Math.round(v / covered) : 0));
    row[1 + 4 * x + 3] = Math.round((255 * covered) / (SAMPLES * SAMPLES));
  }
  rows.push(row);
}

function crc(bytes) {
  let c = ~0;
  for (const b of bytes) {
    c ^= b;
    for (let k = 0; k < 8; k++) c = (c >>> 1) ^ (c & 1 ? 0xedb88320 : 0);
  }
  return ~c >>> 0;
}
function chunk(type, data) {
  const out = Buffer.alloc(12 + data.length);
  out.writeUInt32BE(data.length, 0);
  out.write(type, 4, 'latin1');
  data.copy(out, 8);
  out.writeUInt32BE(crc(out.subarray(4, 8 + data.length)), 8 + data.length);
  return out;
}
const header = Buffer.alloc(13);
header.writeUInt32BE(SIZE, 0);
header.writeUInt32BE(SIZE, 4);
header.set([8, 6, 0, 0, 0], 8); // 8 bits, RGBA
writeFileSync(
  process.argv[2],
  Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]),
);
