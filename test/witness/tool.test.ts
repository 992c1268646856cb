/** What is taken from the words of a kustomize. */
import { firstError } from '../../src/witness/tool.ts';

test('an error of kubectl is the same each time: without when, and by which process, it was logged', () => {
  const said =
    'E1129 15:43:52.851210   25856 run.go:72] "command failed" err="kustomization.yaml is empty"\n';
  expect(firstError(said)).toBe('"command failed" err="kustomization.yaml is empty"');
});

test('a warning stands before the error, which is shown', () => {
  expect(firstError('# Warning: old\nError: it is torn: it is torn\n')).toBe('Error: it is torn: it is torn');
});
