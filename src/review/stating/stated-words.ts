/** What is stated, in words. */
import type { Statement } from '../../config/statements.ts';
import { flow } from '../../report/words/flow.ts';
import { folderName, oneLine } from '../../report/words/words.ts';
import type { Setting } from './settings.ts';

/** `images.shop.user: 10001`, `ignore: probes of Deployment/web (asked by the mesh)` */
export function statementText(statement: Statement): string {
  if (statement.type === 'value') return oneLine(`${statement.path.join('.')}: ${flow(statement.value)}`);
  const { id, resource, root, field, reason } = statement;
  const about = resource ?? folderName(root ?? '');
  return oneLine(`ignore: ${id} of ${about}${field === undefined ? '' : ` at ${field}`} (${reason})`);
}

/** `images.shop.user`, `environment of deploy/eu`: which name that one has is a part of the answer; of a choice what it means. */
export function settingText({ path, kind }: Setting): string {
  if (typeof kind !== 'object') return path.join('.');
  return 'choice' in kind ? kind.choice.says : `environment of ${path.at(-1)}`;
}
