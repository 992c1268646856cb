/** How findings are left out for good: the entries of `ignore:` that say so. */
import { exemptionEntry } from '../../config/statements.ts';
import { inputFor } from '../../library/input.ts';
import type { AnyTransform } from '../../plan/model/input.ts';
import type { Fix } from '../../plan/model/result.ts';
import { plan } from '../../plan/plan.ts';
import { flow } from '../../report/words/flow.ts';
import { exemptionsOf } from '../../review/stating/exempting.ts';
import type { OpenWorkspace } from '../../workspace/open.ts';
import { isFixId } from '../arguments/fix-ids.ts';

const REASON = 'why this is fine';

/**
 * A line for each entry: `{id: probes, resource: Deployment/web, reason: why this is fine}`.
 *
 * @param all what else is found: none of it is meant
 */
export function entriesFor(
  fixes: readonly Fix[],
  all: readonly Fix[],
  { path = '' }: OpenWorkspace['config'],
): readonly string[] {
  return exemptionsOf(fixes, all, REASON).map(entry => flow(exemptionEntry(entry, path)));
}

/** What to write in place of the id of a finding, which is no id of a transform; undefined where no finding has it. */
export function entryInPlaceOf(
  id: string,
  { workspace, transforms }: { readonly workspace: OpenWorkspace; readonly transforms: readonly AnyTransform[] },
): string | undefined {
  if (!isFixId(id)) return undefined;
  const { config } = workspace.config;
  const ignore = config.ignore?.filter(each => !isFixId(each.id));
  const input = inputFor(workspace, { transforms, selection: { unsafe: true } });
  const { fixes } = plan({ ...input, config: { ...workspace.config, config: { ...config, ignore } } });
  const meant = fixes.filter(fix => fix.id.startsWith(id));
  return meant.length === 0 ? undefined : entriesFor(meant, fixes, workspace.config).join(', ');
}
