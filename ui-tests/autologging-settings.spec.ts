import { expect, picture, test } from './lab/fixtures';
import { readSteps } from './lab/mlflow-runs';
import { writeNotebook } from './lab/notebook-file';
import { PREPARE, train } from './lab/training-cells';

test.use({ labOptions: { notebooks: [] } });

test('what a person sets for autologging counts from the next start of a kernel', async ({
  lab,
  notebookPage
}) => {
  const { page, cards } = notebookPage;
  writeNotebook(lab, 'a.ipynb', [PREPARE, train(4, 0)]);
  await notebookPage.open('a.ipynb');
  await notebookPage.menu('Settings', /^Settings Editor/);
  const editor = page.getByRole('tabpanel', { name: 'Settings' });
  await editor.getByRole('searchbox').first().fill('Autologging');
  await editor.getByRole('spinbutton').fill('2');
  await expect(page.getByRole('alert')).toContainText('kernels that are started from now on');
  await picture(page, 'autologging-settings');

  await notebookPage.tab('a.ipynb').click();
  await notebookPage.restartAndRunAll();
  await expect(cards).toContainText(/finished/i, { timeout: 120_000 });
  await expect(async () => {
    expect(await readSteps(lab, 'a', 'loss')).toEqual([[0, 2]]);
  }).toPass({ timeout: 30_000 });
});
