// latency.mjs BASE-URL CORPUS SHOTS: from a key to the squiggle on the screen, and to the letter itself, in milliseconds.
//
// The last letter of the weekday is typed in "on Thursda, 15 October 2024", which was a Tuesday, and deleted again, ROUNDS
// times. The page itself notes when the key arrives and at which frame the squiggle is there.

import { open } from './window.mjs';

const ROUNDS = Number(process.env.ROUNDS ?? 25);
const [, , base, folder, shots] = process.argv;
const vs = await open({ base, folder, file: 'alder-herald.txt', shots });
await vs.page.waitForSelector('.squiggly-warning', { timeout: 60000 });
await vs.page.waitForTimeout(3000);
await vs.click('PORT ALDER');
await vs.press('Control+End');
await vs.page.keyboard.type('\n\nThe council last met on Thursda, 15 October 2024.', { delay: 60 });
for (let i = 0; i < ', 15 October 2024.'.length; i++) await vs.press('ArrowLeft');
await vs.page.waitForTimeout(2000);

await vs.page.evaluate(() => {
  window.watch = (typed) => new Promise((resolve) => {
    const seen = {};
    const text = () => [...document.querySelectorAll('.editor-group-container.active .view-line')].some((line) => line.textContent.includes(`on ${typed}`.replaceAll(' ', '\u00a0')));
    addEventListener('keydown', () => {
      const start = performance.now();
      const look = () => {
        const now = performance.now() - start;
        if (!seen.letter && text()) seen.letter = now;
        if (!seen.squiggle && document.querySelector('.squiggly-error')) seen.squiggle = now;
        if ((seen.letter && seen.squiggle) || now > 15000) resolve(seen);
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    }, { once: true, capture: true });
  });
});
const times = { letter: [], squiggle: [] };
for (let round = 0; round < ROUNDS; round++) {
  const seen = vs.page.evaluate(() => window.watch('Thursday,'));
  await vs.page.waitForTimeout(150);
  await vs.press('y');
  const { letter, squiggle } = await seen;
  if (letter === undefined || squiggle === undefined) throw new Error(`nothing came of round ${round}`);
  times.letter.push(letter);
  times.squiggle.push(squiggle);
  await vs.press('Backspace');
  await vs.until(async () => (await vs.page.locator('.squiggly-error').count()) === 0, 'the squiggle gone');
  await vs.page.waitForTimeout(350);
}
const percentile = (values, share) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))];
for (const [name, values] of Object.entries(times)) {
  console.log(`note  ${name}: p50 ${percentile(values, 0.5).toFixed(0)} ms, p90 ${percentile(values, 0.9).toFixed(0)} ms, best ${Math.min(...values).toFixed(0)} ms, ${values.length} rounds`);
}
await vs.close();
console.log('done latency');
