/** The answers that `init` writes as comments, once it runs again. */
import { CHOICES, withChoicesOfToday, withoutChoices } from '../../src/cli/init/choices.ts';

const block = (line: string) =>
  `a: 1\n\n${CHOICES}\ntransforms:\n  monitoring:\n    # what fetches metrics: which? (1 finding)\n    ${line}\n\nb: 2\n`;

test('what nobody has taken is as it is today', () => {
  const now = ['', CHOICES, 'ignore:', '  # what stays: which? (2 findings)'];
  expect(withChoicesOfToday(block('# by: pods  # annotations'), now)).toBe(
    `a: 1\n\n${CHOICES}\nignore:\n  # what stays: which? (2 findings)\n\nb: 2\n`,
  );
  expect(withChoicesOfToday(block('# by: pods  # annotations'), [])).toBe('a: 1\n\n\nb: 2\n');
});

test('what somebody has taken stays, with what stands around it', () => {
  expect(withChoicesOfToday(block('by: pods  # annotations'), [])).toBe(block('by: pods  # annotations'));
  expect(withChoicesOfToday('a: 1\n', ['', CHOICES])).toBe('a: 1\n');
});

test('what others have written is what stands around it', () => {
  expect(withoutChoices(`${block('# by: pods')}transforms:\n  probes: off\n`)).toBe(
    'a: 1\n\n\nb: 2\ntransforms:\n  probes: off\n',
  );
  expect(withoutChoices('a: 1\n')).toBe('a: 1\n');
});
