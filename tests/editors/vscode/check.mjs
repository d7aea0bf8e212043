// check.mjs BASE-URL CORPUS SHOTS: what a reader of the example corpus sees and does in VS Code.

import { change } from './change.mjs';
import { look } from './look.mjs';
import { open } from './window.mjs';

const [, , base, folder, shots] = process.argv;
const vs = await open({ base, folder, file: 'alder-herald.txt', shots });
const shot = (name) => vs.shot(`${shots}/${name}.png`);

await vs.step('a finding is shown', async () => {
  await vs.page.waitForSelector('.squiggly-warning', { timeout: 60000 });
  vs.check('a finding is shown', true);
  await shot('1-squiggle');
});
await vs.step('words have their colours', async () => {
  await vs.until(async () => (await vs.colours()) > 4, 'more than four colours');
  vs.check('words have their colours', true);
  const hints = () => vs.texts('.view-line [class*="dyn-rule"], .view-line .inlay-hint, .view-line span[class*="ced-"]');
  await vs.until(async () => (await vs.lines()).some((line) => /Wednesday.{0,3}2024-12-04/.test(line)), `a resolved date among ${await hints()}`);
  vs.check('hints resolve the dates', true);
  await vs.until(async () => (await vs.texts('.codelens-decoration')).some((text) => /differ/.test(text)), 'a code lens');
  vs.check('lenses count the articles that agree', true);
});
await vs.step('the Problems view lists it', async () => {
  const rows = await vs.until(async () => {
    const rows = await vs.problems();
    return rows.some((row) => row.includes('figure-conflict')) && rows;
  }, 'a figure-conflict among the problems');
  vs.check('the Problems view lists it', true);
  vs.check('it names the other article', rows.some((row) => /nordag/i.test(row)), rows.join(' / '));
  await shot('2-problems');
  await vs.press('Control+Shift+M');
});
await vs.step('the hover names the other article', async () => {
  const card = await vs.hover('12,000');
  vs.check('the hover names the other article', /nordag/i.test(card), card);
  await shot('3-hover');
});
await vs.step('definition goes to the introduction', async () => {
  await vs.click('Reyl told');
  const before = await vs.cursor();
  await vs.press('F12');
  await vs.until(async () => (await vs.cursor())[0] === 9, `from line ${before[0]} to line 9`);
  vs.check('definition goes to the introduction', true);
});
await vs.step('references reach another article', async () => {
  await vs.click('12,000');
  await vs.press('Shift+F12');
  const rows = await vs.until(async () => {
    const rows = await vs.texts('.reference-zone-widget .monaco-list-row');
    return rows.some((row) => row.includes('nordag.txt')) && rows;
  }, 'nordag.txt among the references');
  vs.check('references reach another article', rows.length > 0);
  await shot('4-references');
});
await vs.step('the outline has the headline', async () => {
  await vs.press('Control+Shift+O');
  await vs.until(async () => (await vs.texts('.quick-input-widget .monaco-list-row')).some((row) => /counts the cost/.test(row)), 'the headline');
  vs.check('the outline has the headline', true);
  await shot('5-outline');
});
await vs.step('typing brings a finding', async () => {
  await vs.click('A section', 0).catch(() => vs.click('12,000'));
  await vs.press('Control+End');
  await vs.page.waitForTimeout(400);
  const before = await vs.squiggles();
  await vs.page.keyboard.type('\n\n😀 The smile was brief. Experts say the wall was rotten.');
  const start = Date.now();
  await vs.until(async () => (await vs.squiggles()) > before, 'a new squiggle');
  vs.check(`typing brings a finding (${Date.now() - start} ms)`, true);
  await shot('6-typing');
});
await vs.step('an annotation file has its findings', async () => {
  await vs.openFile('radio-alder.ann');
  await vs.page.waitForSelector('.squiggly-error', { timeout: 15000 });
  vs.check('an annotation file has its findings', true);
  await vs.until(async () => (await vs.colours()) > 2, 'more than two colours');
  vs.check('an annotation file has colours', true);
  await shot('7-annotation');
});
await vs.step('the status bar counts', async () => {
  const text = await vs.status();
  vs.check('the status bar counts', /^copydesk: [1-9]/.test(text), text);
});
await look(vs, { shot });
await change(vs, { folder, shot });
await vs.step('restarting brings the findings back', async () => {
  await vs.palette('copydesk: Restart');
  await vs.until(async () => /^copydesk: [1-9]/.test(await vs.status()), 'findings after the restart');
  vs.check('restarting brings the findings back', true);
});
await vs.close();
console.log('done VS Code');
