// pictures.mjs BASE-URL CORPUS SHOTS: the pictures of README and docs.

import { open } from './window.mjs';

const [, , base, folder, shots] = process.argv;
const vs = await open({ base, folder, file: 'alder-herald.txt', shots, width: 1180, height: 640 });
const part = async (name, selector) => vs.page.locator(selector).first().screenshot({ path: `${shots}/${name}.png` });

// Findings of other articles arrive after those of the open one; the counts in the side bar show that they have.
await vs.page.waitForSelector('.squiggly-warning', { timeout: 60000 });
await vs.until(async () => /^copydesk: [4-9]\d/.test(await vs.status()), 'the findings of all articles');
// On an empty line the cursor highlights no word.
await vs.click('Port Alder counts');
await vs.press('Control+Home');
await vs.press('ArrowDown');
await vs.hover('12,000');
await vs.page.waitForTimeout(500);
await vs.shot(`${shots}/vscode.png`);
await vs.calm();

await vs.problems();
await vs.shot(`${shots}/vscode-problems.png`);
await vs.press('Control+Shift+M');

await vs.page.locator('.activitybar .action-label[aria-label^="copydesk"]').first().click();
await vs.until(async () => (await vs.texts('.sidebar .monaco-list-row')).some((row) => /^Helena Marsh/.test(row)), 'the side bar');
await vs.openFile('nordag.txt');
await vs.palette('copydesk: Open Figure Sheet');
await vs.page_of(/People evacuated, Port Alder/);
await vs.page.waitForTimeout(1500);
await vs.calm();
await vs.shot(`${shots}/vscode-figures.png`);

await vs.palette('View: Close All Editors');
await vs.openFile('harbour-times.txt');
await vs.until(async () => (await vs.squiggles()) > 0, 'findings in harbour-times.txt');
await vs.page.waitForTimeout(1000);
await vs.hover('asked the ministry');
await vs.page.waitForTimeout(500);
await vs.shot(`${shots}/vscode-quotation.png`);
await vs.calm();

await vs.openFile('meridian.txt');
await vs.until(async () => (await vs.squiggles()) > 0, 'findings in meridian.txt');
await vs.goTo(16, 92);
await vs.actions(/Tuesday/);
await vs.page.waitForTimeout(300);
await vs.shot(`${shots}/vscode-quick-fix.png`);
await vs.press('Escape');
await vs.calm();

await vs.openFile('radio-alder.ann');
await vs.page.waitForSelector('.squiggly-error', { timeout: 15000 });
await vs.page.waitForTimeout(1000);
await part('vscode-annotation', '.part.editor');
await vs.palette('Preferences: Toggle between Light/Dark Themes');
await vs.openFile('alder-herald.txt');
await vs.page.waitForTimeout(2500);
await vs.click('Port Alder counts');
await vs.press('Control+Home');
await vs.press('ArrowDown');
await vs.calm();
await part('vscode-dark', '.part.editor');
await vs.close();
console.log('ok   pictures');
