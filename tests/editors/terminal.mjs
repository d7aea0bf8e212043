// terminal.mjs OUT.png COLUMNS < CAPTURE: draws what `tmux capture-pane -e -p` printed, with colours and underlines.

import { readFileSync } from 'node:fs';

const { chromium } = await import(process.env.PLAYWRIGHT);
const [, , out, columns] = process.argv;
// The ground of Neovim's own dark colours.
const GROUND = '#14161b';
const NAMED = ['#1c1c1c', '#cc6666', '#8fbf7f', '#d7af5f', '#7fa7d7', '#b294bb', '#7fbfbf', '#c5c8c6',
  '#707880', '#e08080', '#a8d898', '#f0c674', '#9bc2ef', '#c8aed4', '#9ad6d6', '#ffffff'];

function colour(codes) {
  const kind = codes.shift();
  if (kind === 2) return `rgb(${codes.splice(0, 3).join(',')})`;
  const number = codes.shift();
  if (number < 16) return NAMED[number];
  if (number >= 232) return `rgb(${Array(3).fill(8 + (number - 232) * 10).join(',')})`;
  const level = (n) => (n === 0 ? 0 : 55 + 40 * n);
  const at = number - 16;
  return `rgb(${level(Math.floor(at / 36))},${level(Math.floor(at / 6) % 6)},${level(at % 6)})`;
}

let style = {};
function take(sequence) {
  // 4:3 is a wavy underline; other parts after a colon say the same as after a semicolon.
  const codes = sequence.replace(/4:(\d)/g, (_, kind) => (kind === '0' ? '24' : kind === '3' ? '1004' : '4'))
    .split(/[;:]/).filter((code, i) => code !== '' || i === 0).map(Number);
  while (codes.length) {
    const code = codes.shift();
    if (code === 0) style = {};
    else if (code === 1) style.bold = true;
    else if (code === 2) style.dim = true;
    else if (code === 3) style.italic = true;
    else if (code === 4) style.underline = 'solid';
    else if (code === 1004) style.underline = 'wavy';
    else if (code === 7) style.reverse = true;
    else if (code === 22) style.bold = style.dim = false;
    else if (code === 23) style.italic = false;
    else if (code === 24) style.underline = undefined;
    else if (code === 27) style.reverse = false;
    else if (code === 38) style.front = colour(codes);
    else if (code === 48) style.back = colour(codes);
    else if (code === 58) style.line = colour(codes);
    else if (code === 39) style.front = undefined;
    else if (code === 49) style.back = undefined;
    else if (code === 59) style.line = undefined;
    else if (code >= 30 && code <= 37) style.front = NAMED[code - 30];
    else if (code >= 40 && code <= 47) style.back = NAMED[code - 40];
    else if (code >= 90 && code <= 97) style.front = NAMED[code - 82];
    else if (code >= 100 && code <= 107) style.back = NAMED[code - 92];
  }
}

const escape = (text) => text.replace(/[&<>]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c]);
function span(text) {
  let [front, back] = [style.front ?? '#c5c8c6', style.back ?? GROUND];
  if (style.reverse) [front, back] = [back, front];
  const css = [`color:${front}`, `background:${back}`];
  if (style.bold) css.push('font-weight:bold');
  if (style.italic) css.push('font-style:italic');
  if (style.dim) css.push('opacity:.65');
  if (style.underline) css.push(`text-decoration:underline ${style.underline} ${style.line ?? front}`);
  return `<span style="${css.join(';')}">${escape(text)}</span>`;
}

const html = readFileSync(0, 'utf8').replace(/\n+$/, '').split(/\x1b\[([0-9;:]*)m/)
  .map((part, i) => (i % 2 ? (take(part), '') : part && span(part))).join('');
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
const page = await browser.newPage({ viewport: { width: 1300, height: 900 } });
await page.setContent(`<body style="margin:0;background:${GROUND}"><pre style="display:inline-block;margin:0;padding:10px;min-width:${columns}ch;background:${GROUND};font:15px/19px 'DejaVu Sans Mono',monospace">${html}</pre></body>`);
await page.locator('pre').screenshot({ path: out });
await browser.close();
