// look.mjs: what the extension itself shows: side bar, sheets, reading, report, status bar, walkthrough.

export async function look(vs, { shot }) {
  await vs.step('the side bar lists the figures in conflict', async () => {
    await vs.page.locator('.activitybar .action-label[aria-label^="copydesk"]').first().click();
    const rows = await vs.until(async () => {
      const rows = await vs.texts('.sidebar .monaco-list-row');
      return rows.some((row) => /19,000 people/.test(row)) && rows;
    }, 'the figures in the side bar');
    vs.check('the side bar groups figures by what they measure', rows.some((row) => /^People evacuated, Port Alder/.test(row)), rows.join(' / '));
    const people = await vs.until(async () => {
      const rows = await vs.texts('.sidebar .monaco-list-row');
      return rows.some((row) => /^Helena Marsh/.test(row)) && rows;
    }, 'the people in the side bar');
    vs.check('the side bar lists people by what they say', people.some((row) => /^Helena Marsh.*in other words/.test(row)), people.join(' / '));
    await shot('11-side-bar');
  });
  await vs.step('a click in the side bar jumps', async () => {
    await vs.page.locator('.sidebar .monaco-list-row', { hasText: '19,000 people' }).first().click();
    await vs.until(async () => (await vs.tab()) === 'nordag.txt' && (await vs.cursor())[0] === 13, 'line 13 of nordag.txt');
    vs.check('a click in the side bar jumps', true);
  });
  await vs.step('the figure sheet opens', async () => {
    await vs.palette('copydesk: Open Figure Sheet');
    const page = await vs.page_of(/People evacuated, Port Alder/);
    const text = await page.locator('main').innerText();
    vs.check('the figure sheet opens', /differs from/.test(text) && /11,870/.test(text), text);
    await shot('8-figures');
    await page.locator('#filter').fill('repair');
    vs.check('the figure sheet is filtered', (await page.locator('section:visible').count()) === 1, await page.locator('main').innerText());
    await page.locator('a', { hasText: '420 million' }).first().click();
    await vs.until(async () => /nordag/.test(await vs.tab()) && (await vs.cursor())[0] === 17, 'line 17 of nordag.txt');
    vs.check('a place in the figure sheet leads to the article', true);
  });
  await vs.step('the quote sheet opens', async () => {
    await vs.palette('copydesk: Open Quote Sheet');
    const page = await vs.page_of(/told to be quiet/);
    vs.check('the quote sheet opens', /in other words elsewhere/.test(await page.locator('main').innerText()));
    await shot('12-quotes');
  });
  await vs.step('the reading is shown', async () => {
    await vs.openFile('alder-herald.txt');
    await vs.palette('copydesk: Show Reading');
    const page = await vs.page_of(/Who says what/);
    vs.check('the reading is shown', /Tomas Reyl/.test(await page.locator('main').innerText()));
    await shot('13-reading');
  });
  await vs.step('the report opens', async () => {
    await vs.openFile('alder-herald.txt');
    await vs.palette('copydesk: Open Report');
    await vs.page_of(/articles/i, 'body');
    vs.check('the report opens', true);
    await shot('14-report');
  });
  await vs.step('the walkthrough opens', async () => {
    await vs.palette('Welcome: Open Walkthrough...');
    await vs.page.keyboard.type('copydesk');
    await vs.page.waitForTimeout(500);
    await vs.press('Enter');
    await vs.until(async () => (await vs.texts('.gettingStartedContainer')).some((text) => /Mark a folder of articles/.test(text)), 'the first step');
    vs.check('the walkthrough opens', true);
    await shot('15-walkthrough');
  });
  await vs.step('a WebAnno file is known by its first line', async () => {
    await vs.openFile('daily-lantern.tsv');
    const language = () => vs.texts('.statusbar [id="status.editor.mode"]');
    await vs.until(async () => (await language()).some((text) => text === 'WebAnno TSV'), `WebAnno TSV, not ${await language()}`);
    await vs.until(async () => (await vs.colours()) > 3, 'more than three colours');
    vs.check('a WebAnno file is known by its first line', true);
    await shot('16-webanno');
  });
}
