// change.mjs: what changes the articles, and what it changes: quick fix, dismissal, rename, annotations that follow.
// Each step leaves the files of the corpus, a copy, as it likes.

import { readFileSync, existsSync } from 'node:fs';

export async function change(vs, { folder, shot }) {
  const onDisk = (file) => (existsSync(`${folder}/${file}`) ? readFileSync(`${folder}/${file}`, 'utf8') : '');

  await vs.palette('View: Close All Editors');
  await vs.step('a quick fix is applied', async () => {
    await vs.openFile('meridian.txt');
    await vs.until(async () => (await vs.squiggles()) > 0, 'a squiggle in meridian.txt');
    await vs.goTo(16, 92);
    await vs.actions(/Tuesday/);
    await shot('9-quick-fix');
    await vs.page.locator('.action-widget .monaco-list-row', { hasText: 'Change the weekday to Tuesday' }).first().click({ force: true });
    await vs.until(async () => (await vs.lines()).some((line) => line.includes('Tuesday, 15')), 'the weekday in the text');
    vs.check('a quick fix is applied', true);
    await vs.press('Control+s');
  });
  await vs.step('a finding is dismissed with a reason', async () => {
    await vs.goTo(20, 3);
    await vs.actions(/Dismiss this finding/);
    await vs.page.locator('.action-widget .monaco-list-row', { hasText: 'Dismiss this finding' }).first().click({ force: true });
    await vs.page.waitForSelector('.quick-input-widget input', { state: 'visible' });
    await vs.page.keyboard.type('The experts are named above.');
    await vs.press('Enter');
    await vs.until(async () => /reason = "The experts are named above\."/.test(onDisk('copydesk-dismissed.toml')), 'the reason in copydesk-dismissed.toml');
    vs.check('a finding is dismissed with a reason', true);
  });
  await vs.step('an annotation follows an edit', async () => {
    await vs.openFile('alder-herald.txt');
    await vs.goTo(3, 1);
    await vs.page.keyboard.type('On ');
    await vs.press('Control+s');
    const moved = process.env.COPYDESK_MOVED;
    await vs.openFile('alder-herald.ann');
    await vs.until(async () => (await vs.lines()).some((line) => line.includes(moved.split('\t')[1])), `${moved} in the annotation`);
    await vs.press('Control+s');
    await vs.until(async () => onDisk('alder-herald.ann').startsWith(moved), 'the annotation on disk');
    vs.check('an annotation follows an edit', true);
  });
  await vs.step('rename reaches another article', async () => {
    await vs.openFile('alder-herald.txt');
    await vs.goTo(11, 78);
    await vs.press('F2');
    await vs.page.waitForSelector('.rename-box input', { state: 'visible' });
    await vs.page.locator('.rename-box input').fill('Rendel');
    await vs.page.locator('.rename-box input').press('Enter');
    // What is in other articles asks to be confirmed: the preview opens.
    await vs.page.waitForSelector('.refactor-preview, [id*="refactorPreview"]', { timeout: 15000 });
    await shot('10-rename');
    const row = vs.page.locator('.monaco-list-row', { hasText: 'inland-observer.txt' });
    await row.locator('.edit-checkbox').first().click();
    await vs.page.locator('.monaco-button', { hasText: 'Apply' }).first().click();
    await vs.until(async () => (await vs.lines()).some((line) => line.includes('Rendel told')), 'the new name in the article');
    vs.check('rename changes the article', true);
    await vs.openFile('inland-observer.txt');
    await vs.until(async () => (await vs.lines()).some((line) => line.includes('Tomas Rendel')), 'the new name in inland-observer.txt');
    vs.check('rename reaches another article', true);
    await vs.palette('File: Save All Files');
  });
}
