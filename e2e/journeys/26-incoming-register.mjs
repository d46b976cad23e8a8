import { logIn } from '../harness/accounts.mjs';

export const name = 'a paper that arrived is entered, passed on, and read where it lies';

const TEXT = `ỦY BAN NHÂN DÂN
TỈNH VĨNH LONG	CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
	Độc lập - Tự do - Hạnh phúc
Số: 512/UBND-VX
	Vĩnh Long, ngày 05 tháng 01 năm 2026
V/v báo cáo số xã có tổ vận động

Kính gửi: Bảo hiểm xã hội tỉnh Vĩnh Long

Ủy ban nhân dân tỉnh đề nghị Bảo hiểm xã hội tỉnh báo cáo trước ngày 31 tháng 01 năm 2026./.
`;

export async function run({ page, visit, checkPage, shot, expect, expectStatus }) {
  await logIn(page, 'tccb.vinhlong', '/documents/incoming');
  await checkPage('the register');
  await shot('incoming-list');
  const list = await page.locator('main').textContent();
  expect(list.includes('2213/KH-BHXH') && !list.includes('546/QĐ-TTg'), 'only the papers of the own agency');
  await page.getByLabel('Năm').selectOption('2022');
  await page.getByRole('button', { name: 'Lọc' }).click();
  await checkPage('the register of a year');
  expect((await page.locator('tbody tr').count()) === 1, 'one paper arrived in 2022');

  await page.getByRole('link', { name: 'Vào sổ văn bản đến' }).click();
  await checkPage('the form');
  await shot('incoming-form');
  await fill(page, { number: '315/GM-UBND', date: '2025-12-02', arrived: '2025-01-05', subject: 'Họp bàn hỗ trợ' });
  expectStatus(422);
  await page.getByRole('button', { name: 'Vào sổ văn bản đến' }).click();
  await checkPage('the form with faults');
  await shot('incoming-form-with-faults');
  const fault = await page.getByRole('alert').textContent();
  expect(fault.includes('sau ngày đến') && fault.includes('có thể đã vào sổ'), 'all that is wrong is said first');
  expect((await page.getByLabel('Tác giả').inputValue()) === 'UBND tỉnh Vĩnh Long', 'what was typed is kept');
  expect(await page.getByLabel(/vẫn vào sổ$/).isVisible(), 'a paper that may be there already is asked about');

  await fill(page, {
    number: '512/UBND-VX',
    date: '2026-01-05',
    arrived: '2026-01-07',
    subject: 'Báo cáo số xã có tổ vận động',
  });
  await page
    .getByLabel('Tệp', { exact: true })
    .setInputFiles({ name: 'cong-van-512.txt', mimeType: 'text/plain', buffer: Buffer.from(TEXT) });
  await page.getByRole('button', { name: 'Vào sổ văn bản đến' }).click();
  await checkPage('the paper');
  expect((await page.locator('h1').textContent()).includes('số 1/2026'), 'it has the first number of its year');

  await page.getByLabel('Đơn vị hoặc người nhận').fill('Phòng Tổ chức cán bộ');
  await page.getByLabel('Ngày', { exact: true }).fill('2026-01-06');
  await page.getByRole('button', { name: 'Chuyển đơn vị, người nhận' }).click();
  expect((await page.getByRole('alert').textContent()).includes('trước ngày 07/01/2026'), 'not before it arrived');
  await page.getByLabel('Ngày', { exact: true }).first().fill('2026-01-08');
  await page.getByRole('button', { name: 'Chuyển đơn vị, người nhận' }).click();
  await checkPage('the paper that was passed on');
  await shot('incoming-paper');
  expect(await page.getByText('đã chuyển', { exact: true }).first().isVisible(), 'it was passed on');
  expect((await page.getByRole('button', { name: 'Đọc tệp này' }).count()) === 0, 'nothing is offered that it may not do');

  await visit('/documents/incoming?q=to+van+dong');
  const row = page.locator('tbody tr', { hasText: '512/UBND-VX' });
  expect((await row.textContent()).includes('08/01/2026'), 'the register has the day it was passed on');
  await logOut(page);

  await logIn(page, 'van.thu', '/documents/incoming?year=2025');
  await checkPage('the central register');
  await page.locator('tbody tr', { hasText: '02/BC-BHXH' }).getByRole('link').first().click();
  await checkPage('a paper with a file');
  await page.getByRole('button', { name: 'Đọc tệp này' }).click();
  await checkPage('its facts');
  expect(await page.locator('article', { hasText: '03/KH-BHXH' }).first().isVisible(), 'what it carries out was read');
}

async function logOut(page) {
  await page.getByRole('button', { name: 'Đăng xuất' }).click();
}

async function fill(page, { number, date, arrived, subject }) {
  await page.getByLabel('Ngày đến').fill(arrived);
  await page.getByLabel('Tác giả').fill('UBND tỉnh Vĩnh Long');
  await page.getByLabel('Số, ký hiệu').fill(number);
  await page.getByLabel('Ngày của văn bản').fill(date);
  await page.getByLabel('Trích yếu nội dung').fill(subject);
}
