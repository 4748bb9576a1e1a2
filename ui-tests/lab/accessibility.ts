import { AxeBuilder } from '@axe-core/playwright';
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];

/** What is ours in the page. */
export const PANEL = '.jp-AutologPanel';
export const CARD = '.jp-RenderedRunCard';

interface Finding {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
  /** Set where the rule itself broke down. */
  readonly error?: { readonly message?: string };
}

/** Fails where one of `parts`, selectors of elements in the page, breaks a rule of WCAG 2.1 AA. */
export async function expectAccessible(page: Page, ...parts: readonly string[]): Promise<void> {
  const giveBodyItsHeight = await page.addStyleTag({ content: 'body { height: 100vh }' });
  for (const part of parts) {
    const { violations, incomplete, passes } = await new AxeBuilder({ page })
      .include(part)
      .withTags(RULES)
      .analyze();
    const broken = (incomplete as Finding[]).filter(({ error }) => error !== undefined);
    expect([...violations, ...broken].map(describe).join('\n\n'), `axe on ${part}`).toBe('');
    // In a body without height axe looks at no colour at all.
    expect(
      passes.map(({ id }) => id),
      `axe on ${part}`
    ).toContain('color-contrast');
  }
  await giveBodyItsHeight.evaluate(style => {
    (style as HTMLStyleElement).remove();
  });
}

function describe({ id, help, nodes, error }: Finding): string {
  const elements = nodes.map(
    ({ html, failureSummary }) => `  ${html}\n    ${failureSummary ?? ''}`
  );
  return [
    `${id}: ${help}`,
    ...(error === undefined ? [] : [`  the rule broke down: ${error.message ?? ''}`]),
    ...elements
  ].join('\n');
}
