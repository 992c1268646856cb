/** What the script of a report does: it filters, changes go with the findings that they are made of, and the maps zoom. */
import { installFilter } from './filter.ts';
import { installZoom } from './zoom.ts';

const form = document.querySelector<HTMLFormElement>('#filters');
const findings = [...document.querySelectorAll<HTMLElement>('.finding')];
const changes = [...document.querySelectorAll<HTMLElement>('[data-findings]')];

if (form !== null)
  installFilter(
    form,
    () => findings,
    () => {
      const seen = new Set(findings.filter(({ hidden }) => !hidden).map(({ id }) => id));
      for (const change of changes) {
        const ids = (change.dataset.findings ?? '').split(' ');
        change.hidden = !ids.some(id => seen.has(id));
      }
    },
  );

for (const map of document.querySelectorAll<HTMLElement>('.map')) installZoom(map);
