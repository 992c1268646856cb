// What a bundle must carry of the packages in it: their names, versions and license texts.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const RULE = `\n\n${'-'.repeat(80)}\n\n`;

/**
 * @param {string} root The folder that the paths of the bundle's inputs are relative to.
 * @param {Iterable<string>} inputs Files that went into the bundle (`metafile.inputs` of esbuild).
 */
export function thirdPartyLicenses(root, inputs) {
  const folders = new Set([...inputs].map(packageFolder).filter(folder => folder !== undefined));
  const notices = [...folders].sort().map(folder => notice(root, folder));
  return `${['kustomend contains the following packages.', ...notices].join(RULE)}\n`;
}

/** The innermost: packages bring packages along. */
function packageFolder(input) {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
}

function notice(root, folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  const files = readdirSync(join(root, folder)).filter(file => /^(?:licen[cs]e|notice)\b/i.test(file));
  if (files.length === 0)
    throw new Error(`${name} ${version} comes without a license text: it cannot be bundled`);
  const texts = files.sort().map(file => readFileSync(join(root, folder, file), 'utf8').trim());
  return [`${name} ${version} (${license})`, ...texts].join('\n\n');
}
