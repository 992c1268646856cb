import { memoryFiles } from '../../../src/kustomize/files/files.ts';
import { mentionsIn } from '../../../src/plan/repository/platform/mentions.ts';

const FILES = {
  'a.yaml': 'kind: ConfigMap\nmetadata:\n  name: a # Velero copies it\n',
  'kustomend.yaml': 'install: {chart: velero}\n',
  'main.go': 'package velero\n',
  'scripts/install.sh': 'set -e\nistioctl install\n',
};

test('the first place is named, of texts in which somebody installs or describes something', () => {
  const files = memoryFiles(FILES);
  const mentions = (paths: readonly string[]) => mentionsIn(files, paths);
  expect(mentions(Object.keys(FILES))(/velero/i)).toBe('a.yaml:3');
  expect(mentions(['kustomend.yaml', 'main.go'])(/velero/i)).toBeUndefined();
  expect(mentions(Object.keys(FILES))(/istioctl/)).toBe('scripts/install.sh:2');
});
