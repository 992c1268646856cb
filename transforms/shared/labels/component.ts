/** The role of an application in its system, as the family of its image says it. */

import type { Evidence, Workload } from '../../../src/transform.ts';
import { mainContainer, programOf, runsSomethingElse } from './main-container.ts';

/** Words of a name that say another role than that of the program which it names. */
const OTHER_ROLES =
  /(?:^|[-_.])(?:exporter|backup|restore|init|setup|migrations?|migrate|client|proxy|ui|operator|controller|cron|job|tests?|worker|agent|sync)(?:$|[-_.])/;

/**
 * Undefined where nothing but the image speaks for it: the name of the workload has to say the same, since the table of
 * images does not know what part an image plays here.
 */
export function componentOf(
  workload: Workload,
): { readonly value: string; readonly evidence: Evidence } | undefined {
  const main = mainContainer(workload);
  if (main === undefined || runsSomethingElse(main)) return undefined;
  const { component, family } = main.facts;
  if (component === undefined || family === undefined) return undefined;
  const name = workload.name.toLowerCase();
  const program = programOf(main).toLowerCase();
  const stem = program.split('-')[0]!;
  if (!name.includes(component) && !name.includes(stem)) return undefined;
  if (OTHER_ROLES.test(name) && !OTHER_ROLES.test(program)) return undefined;
  return { value: component, evidence: { kind: 'family', at: family, says: `its role is ${component}` } };
}
