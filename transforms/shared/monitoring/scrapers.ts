/** What fetches metrics, as far as manifests show it. */

import { matchesSelector } from '../../../src/kubernetes/selectors.ts';
import { selectorIn } from '../../../src/network/data.ts';
import type { Container, Root, Workload, WrittenMonitor } from '../../../src/transform.ts';

/** Programs that fetch metrics from wherever their own configuration says. */
const SCRAPERS = /(?:^|\/)(?:prometheus|vmagent|victoria-metrics)$/;

export function isScraper({ role, image }: Container): boolean {
  return role === 'main' && SCRAPERS.test(image.name);
}

/** Programs that are there to give metrics of others. */
export function isExporter({ name, image }: Pick<Container, 'name' | 'image'>): boolean {
  return /exporter/i.test(name) || /exporter/i.test(image.name);
}

/** Monitors that stand in a file and in no render, since their kustomization cannot be rendered here or somebody else applies them. */
export function unrenderedMonitors(workload: Workload, root: Root): readonly WrittenMonitor[] {
  const { platform } = root;
  const namespace = platform.namespaceOf(workload);
  const services = root.servicesFor(workload);
  return platform.monitorsIn(namespace).filter(({ kind, name, spec }) => {
    if (root.rendersAnywhere(kind, name)) return false;
    const selector = selectorIn(spec.selector);
    const selected = kind === 'PodMonitor' ? [workload.podLabels] : services.map(each => each.labels);
    return selected.some(labels => matchesSelector(selector, labels));
  });
}
