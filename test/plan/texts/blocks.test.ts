import { blocksOf } from '../../../src/plan/texts/blocks.ts';

const read = (text: string) => blocksOf(text, 'markdown').map(({ language, text: part }) => [language, part]);

test('a document is its blocks and what is around them, without gaps', () => {
  const text = '# a\n\n```bash\nls\n```\nb\n~~~yaml\na: 1\n~~~\n';
  expect(read(text)).toEqual([
    ['prose', '# a\n\n```bash\n'],
    ['shell', 'ls\n'],
    ['prose', '```\nb\n~~~yaml\n'],
    ['yaml', 'a: 1\n'],
    ['prose', '~~~\n'],
  ]);
  expect(
    blocksOf(text, 'markdown')
      .map(each => each.text)
      .join(''),
  ).toBe(text);
});

test.each([
  ['a block in a list', '1. x\n   ```sh\n   ls\n   ```\n', 'shell'],
  ['a block with line ends of Windows', '```sh\r\nls\r\n```\r\n', 'shell'],
  ['a block that holds a shorter fence', '````sh\n```\nls\n````\n', 'shell'],
  ['a block that is not closed', '```sh\nls\n', 'shell'],
  ['a composition', '```yaml\nservices:\n  a: {}\n```\n', 'compose'],
  ['a workflow', '```yaml\na: ${' + '{ secrets.A }}\n```\n', 'workflow'],
  ['a block without a word', '```\nls\n```\n', 'other'],
])('%s', (_, text, language) => {
  expect(read(text).find(([each]) => each !== 'prose')?.[0]).toBe(language);
});
