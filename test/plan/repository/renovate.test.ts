import { memoryFiles } from '../../../src/kustomize/files/files.ts';
import { pinningConfig } from '../../../src/plan/repository/others/renovate.ts';

const pinned = (path: string, text: string) => pinningConfig(memoryFiles({ [path]: text }), [path]);

test.each([
  ['renovate.json', '{"extends": ["config:best-practices"]}'],
  ['.gitlab/renovate.json', '{"kubernetes": {"pinDigests": true}}'],
  [
    '.github/renovate.json5',
    `{
\t// digests belong to the robot
\t$schema: 'https://docs.renovatebot.com/renovate-schema.json',
\textends: [
\t\t'config:recommended', /* and */ 'docker:pinDigests',
\t],
\tkubernetes:{managerFilePatterns:['/^deploy\\\\/.+\\\\.yaml$/', '/it\\'s/']},
}
`,
  ],
  ['.renovaterc.json5', "{kustomize:{pinDigests:true}, timezone: 'Etc/UTC'}"],
  ['.renovaterc', '{"packageRules": [{"matchDatasources": ["docker"], "pinDigests": true}]}'],
  [
    '.renovaterc.json',
    '{"packageRules": [{"matchManagers": ["npm"], "pinDigests": true}, {"matchManagers": ["kubernetes"], "pinDigests": true}]}',
  ],
  ['package.json', '{"name": "shop", "renovate": {"extends": ["docker:pinDigests"]}}'],
])('%s says that Renovate pins digests: %j', (path, text) => {
  expect(pinned(path, text)).toBe(path);
});

test.each([
  ['renovate.json', '{"extends": ["config:recommended"]}'],
  ['renovate.json', '{"description": "we left docker:pinDigests"}'],
  ['renovate.json', '{"extends": ["docker:pinDigests"], "ignorePresets": ["docker:pinDigests"]}'],
  ['renovate.json5', "{ // extends: ['docker:pinDigests'],\n extends: ['config:recommended'] }"],
  ['renovate.json', '{"packageRules": [{"matchManagers": ["github-actions"], "pinDigests": true}]}'],
  ['renovate.json', '{"packageRules": [{"matchDatasources": ["npm"], "pinDigests": true}]}'],
  ['renovate.json', '{"packageRules": [{"matchPackageNames": ["nginx"], "pinDigests": true}]}'],
  ['renovate.json', '{"packageRules": [{"matchManagers": ["kubernetes"], "pinDigests": false}]}'],
  ['renovate.json', '{"kubernetes": '],
  ['package.json', '{"extends": ["docker:pinDigests"]}'],
  ['docs/renovate.json', '{"extends": ["docker:pinDigests"]}'],
])('%s does not: %j', (path, text) => {
  expect(pinned(path, text)).toBeUndefined();
});
