import { readFile } from 'node:fs/promises';

import { logIn } from '../harness/accounts.mjs';

export const name = 'an officer enters targets by form and by sheet; faults come back where they are';

const HEADINGS = 'Đơn vị;Chỉ tiêu;Năm;Cách so;Giá trị;Cơ quan quyết định;Căn cứ;Vị trí\n';
const GOOD = 'Tỉnh Vĩnh Long;Tỷ lệ bao phủ bảo hiểm y tế;2026;đạt;95,5;Ủy ban nhân dân tỉnh, thành phố;546/QĐ-TTg;phụ lục\n';
const BAD = 'Vĩnh Longg;Tỷ lệ bao phủ bảo hiểm y tế;2026;đạt;8x;Ủy ban nhân dân tỉnh, thành phố;546/QĐ-TTg;phụ lục\n';

export async function run({ page, visit, checkPage, shot, expect, expectStatus }) {
  await logIn(page, 'tccb.vinhlong', '/targets/new');
  await checkPage('the form');
  await shot('target-form');
  await page.getByLabel('Đơn vị').fill('tỉnh Vĩnh Long');
  await page.getByLabel('Năm').fill('2027');
  await page.getByLabel('Giá trị').fill('chín mươi');
  await page.getByLabel('Căn cứ').fill('546/QĐ-TTg');
  expectStatus(422);
  await page.getByRole('button', { name: 'Lưu chỉ tiêu' }).click();
  await checkPage('the form with faults');
  await shot('target-form-with-faults');
  expect(await page.getByRole('alert').isVisible(), 'what is wrong is said first');
  expect((await page.getByLabel('Đơn vị').inputValue()) === 'tỉnh Vĩnh Long', 'what was typed is kept');
  expect((await page.getByLabel('Giá trị').getAttribute('aria-invalid')) === 'true', 'the fault is at its field');
  expect((await page.locator('#value-fault').textContent()).trim().length > 0, 'and in words');

  await visit('/targets/import');
  await shot('target-import');
  await send(page, 'giao-2026.csv', HEADINGS + GOOD + BAD);
  await checkPage('the preview');
  await shot('target-import-preview');
  expect(await page.getByText('1 trên 2 dòng đúng').isVisible(), 'the preview counts the rows that are right');
  const faults = page.locator('tbody tr');
  expect((await faults.first().locator('td').first().textContent()) === '3', 'the fault names its row in the sheet');
  const columns = await faults.locator('td:nth-child(2)').allTextContents();
  expect(columns.includes('Đơn vị') && columns.includes('Giá trị'), 'and its column');

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: /^Tải tệp trả lại/ }).click();
  const returned = await download;
  const bytes = await readFile(await returned.path());
  expect(bytes.subarray(0, 2).toString() === 'PK' || bytes.toString().includes('8x'), 'the returned sheet is a sheet');
  await page.getByRole('button', { name: 'Ghi 1 dòng đúng, bỏ lại dòng sai' }).click();
  await checkPage('after the commit');
  expect(await page.getByText('Đã ghi 1 dòng.').isVisible(), 'the good row is recorded');

  await visit('/search?q=vinh+long');
  await page.getByRole('link', { name: 'Tỉnh Vĩnh Long', exact: true }).first().click();
  expect((await page.locator('main').textContent()).includes('95,50'), 'the new target is on the page of its unit');
}

async function send(page, name, text) {
  await page.getByLabel('Tệp XLSX hoặc CSV').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
  await page.getByRole('button', { name: 'Kiểm tra tệp' }).click();
}
