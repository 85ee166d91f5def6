import { existsSync } from 'node:fs';
import { launch, type Page } from 'puppeteer-core';

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];

/** The browser of this machine; undefined if there is none. */
export const browserPath = places.find((path) => existsSync(path));

/** Opens pages in a real browser as long as `use` takes. */
export async function withBrowser(use: (page: Page) => Promise<void>): Promise<void> {
  if (browserPath === undefined) throw new Error('there is no browser');
  const browser = await launch({
    executablePath: browserPath,
    args: ['--no-sandbox', '--disable-gpu'],
    timeout: 60_000,
  });
  try {
    await use(await browser.newPage());
  } finally {
    await browser.close();
  }
}
