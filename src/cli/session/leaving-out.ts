/** How findings are left out for good: the entries of `ignore:` that say so. */
import { exemptionEntry } from '../../config/statements.ts';
import { inputFor } from '../../library/input.ts';
import type { AnyTransform } from '../../plan/model/input.ts';
import type { Fix } from '../../plan/model/result.ts';
import { plan } from '../../plan/plan.ts';
import type { LeftOut } from '../../report/explain/explain-fix.ts';
import { flow } from '../../report/words/flow.ts';
import { exemptionsOf, exempts } from '../../review/stating/exempting.ts';
import type { OpenWorkspace } from '../../workspace/open.ts';
import { isFixId } from '../arguments/fix-ids.ts';

const REASON = 'why this is fine';

/** @param all what is found: others of the same field go along, in another root for instance */
export function leavingOut(
  fixes: readonly Fix[],
  all: readonly Fix[],
  { path = '' }: OpenWorkspace['config'],
): LeftOut {
  const entries = exemptionsOf(fixes, all, REASON);
  const meant = new Set(fixes.map(({ id }) => id));
  const along = all.filter(fix => !meant.has(fix.id) && entries.some(entry => exempts(entry, fix)));
  return {
    entries: entries.map(entry => exemptionEntry(entry, path)),
    along: [...new Set(along.map(({ id }) => id))],
  };
}

/** What to write in place of the id of a finding, which is no id of a transform; undefined where no finding has it. */
export function entryInPlaceOf(
  id: string,
  {
    workspace,
    transforms,
  }: { readonly workspace: OpenWorkspace; readonly transforms: readonly AnyTransform[] },
): string | undefined {
  if (!isFixId(id)) return undefined;
  const { config } = workspace.config;
  const ignore = config.ignore?.filter(each => !isFixId(each.id));
  const input = inputFor(workspace, { transforms, selection: { unsafe: true } });
  const { fixes } = plan({ ...input, config: { ...workspace.config, config: { ...config, ignore } } });
  const meant = fixes.filter(fix => fix.id.startsWith(id));
  return meant.length === 0
    ? undefined
    : leavingOut(meant, fixes, workspace.config).entries.map(flow).join(', ');
}
