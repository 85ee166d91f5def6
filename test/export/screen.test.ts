import { describe, expect, test } from 'vitest';
import { screenAsHtml } from '../../src/export/screen-html.ts';
import { screenAsSvg } from '../../src/export/screen-svg.ts';
import { screenAsAnsi, screenAsText } from '../../src/export/screen-text.ts';
import { screenOf } from '../../src/tui/shell/overlays/screen-of.ts';
import { createTheme, type ThemeName } from '../../src/tui/theme/theme.ts';

const frameOf = (name: ThemeName) => {
  const theme = createTheme(name);
  const lines = [
    `${theme.paint(' Users', 'title')}   ${theme.paint('12 failed', 'bad')}`,
    theme.paint(' ❯ </script><b>&amp;"x" 東京ギフト |  ', 'plain', { selected: true }),
    '',
  ];
  return { columns: 40, rows: 3, lines };
};
const screen = (name: ThemeName) => screenOf(frameOf(name), createTheme(name), 'presents · </title>');

describe('A screen', () => {
  test('is plain text without blanks at the ends, wide characters once', () => {
    expect(screenAsText(screen('dark'))).toBe(' Users   12 failed\n ❯ </script><b>&amp;"x" 東京ギフト |\n');
  });

  test('keeps its colours for terminals, and ends them on each line', () => {
    const text = screenAsAnsi(frameOf('dark'));
    expect(text).toContain('\u001b[38;2;247;118;142m12 failed');
    expect(
      text
        .split('\n')
        .slice(0, -1)
        .every((line) => line.endsWith('\u001b[0m')),
    ).toBe(true);
  });

  test.each(['dark', 'light', 'ansi', 'none', 'neutral'] as const)(
    'is a page of text that runs nothing and loads nothing (%s)',
    (name) => {
      const html = screenAsHtml(screen(name));
      expect(html.replaceAll('&lt;/script&gt;', '')).not.toMatch(
        /<script|<\/script|<b>|<link|<img|@import|url\(|src=|href=/i,
      );
      expect(html).toContain('&lt;/script&gt;&lt;b&gt;&amp;amp;&quot;x&quot; <span class="wide">東</span>');
      expect(html).toContain('<title>presents · &lt;/title&gt;</title>');
      expect(html).toContain(name === 'light' ? 'background: #fafafa' : 'background: #16161e');
    },
  );

  test('shows meanings by their colours in a page, also those of a terminal with 16', () => {
    expect(screenAsHtml(screen('dark'))).toContain('<span style="color:#f7768e">12 failed</span>');
    expect(screenAsHtml(screen('light'))).toContain('<span style="color:#b3243c">12 failed</span>');
    expect(screenAsHtml(screen('ansi'))).toContain('<span style="color:#f7768e">12 failed</span>');
    expect(screenAsHtml(screen('none'))).toMatch(/<span style="color:#16161e;background:#c6cbe0">.*script/);
  });

  test('is a picture whose texts are escaped', () => {
    const svg = screenAsSvg(screen('dark'));
    expect(svg).toContain('fill="#f7768e"');
    expect(svg).toContain('&lt;/script&gt;&lt;b&gt;');
    expect(svg).not.toContain('</script>');
    expect(svg).toContain('<title>presents · &lt;/title&gt;</title>');
  });
});
