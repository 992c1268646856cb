/** What is taken from the words of a kustomize. */
import { firstError } from '../../src/witness/tool.ts';

test('an error of kubectl is the same each time: without when, and by which process, it was logged', () => {
  const said =
    'E1129 15:43:52.851210   25856 run.go:72] "command failed" err="kustomization.yaml is empty"\n';
  expect(firstError(said)).toBe('kustomization.yaml is empty');
});

test('a warning stands before the error, which is shown', () => {
  expect(firstError('# Warning: old\nError: it is torn: it is torn\n')).toBe('Error: it is torn: it is torn');
});

test('an error of several lines begins with the first of them', () => {
  const said =
    'E1129 18:29:07.123456   12 run.go:72] "command failed" err=<\n\tyaml: line 3: torn\n\tmore\n >\n';
  expect(firstError(said)).toBe('yaml: line 3: torn');
});

test('quotes within an error are its own', () => {
  expect(firstError('"command failed" err="merging \\"a\\" into b"')).toBe('merging "a" into b');
});

test('an error says nothing of the memory of its program: two runs say the same', () => {
  const said = 'Error: merging from generator &{0x244825300340 <nil>}: id ConfigMap a exists\n';
  expect(firstError(said)).toBe('Error: merging from generator: id ConfigMap a exists');
  expect(firstError('Error: (*resource.Resource)(0xc000123456): torn')).toBe(
    'Error: (*resource.Resource): torn',
  );
  expect(firstError('Error: no color 0xff8800')).toBe('Error: no color 0xff8800');
});
