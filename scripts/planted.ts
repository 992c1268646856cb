/** The planted defects of the example platform, as `examples/cptm8/defects.yaml` lists them. */
import { parse } from 'yaml';

export interface Defect {
  /** The transform. */
  readonly id: string;
  /** The file that holds the cause. */
  readonly place: string;
  /** `Kind/name`; absent for a text, and for a root as a whole. */
  readonly resource?: string;
  readonly field?: string;
  /** Of the overlays that render it; none for a text. */
  readonly roots: readonly string[];
  readonly outcome: 'fixed' | 'unsafe' | 'person';
  readonly note?: string;
}

export function defectsIn(text: string): readonly Defect[] {
  return parse(text) as Defect[];
}

/** Those under each heading of the list, which is a comment between two rules. */
export function defectsBySection(text: string): ReadonlyMap<string, readonly Defect[]> {
  const [, ...parts] = text.split(/^# -{20,}\n# (.*)\n# -{20,}\n/m);
  const sections = new Map<string, readonly Defect[]>();
  for (let index = 0; index < parts.length; index += 2)
    sections.set(parts[index]!.replace(/\..*$/, ''), defectsIn(parts[index + 1]!));
  return sections;
}

/** Unlike that of any other: `probes Deployment/web spec.template.spec.containers.web in dev`. */
export function defectName({ id, resource, place, field, roots }: Defect): string {
  const scope = roots.length === 3 || roots.length === 0 ? '' : ` in ${roots.join(', ')}`;
  return `${id} ${resource ?? place}${field === undefined ? '' : ` ${plain(field)}`}${scope}`;
}

/** `containers.[name=web].image` as fixes print it. */
export function plain(field: string): string {
  return field.replaceAll(/\.\[\w+=([^\]]+)\]/g, '.$1').replaceAll('\\.', '.');
}
