/** What the script of a report does: it filters, and changes go with the findings that they are made of. */
import { installFilter } from './filter.ts';

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
