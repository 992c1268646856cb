/** What an image writes in folders of root: as another user it stops there. */

import transform from '../../../transforms/security-context/index.ts';
import { changesOf, only, propose, rootOf, workload } from '../root.ts';

const CONFIGURED = 'volumeMounts: [{name: c, mountPath: /etc/nginx/conf.d}]';
const pod = (image: string) =>
  workload(
    `containers: [{name: a, image: "${image}", ports: [{containerPort: 8080}], ${CONFIGURED}}]\nvolumes: [{name: c, configMap: {name: c}}]`,
  );

test('volumes stand over them', () => {
  const proposal = only(propose(transform, rootOf(pod('nginx:1.27'))), 'non-root');
  const changes = changesOf(proposal).join('\n');
  expect(changes).toContain('/var/cache/nginx');
  expect(changes).toContain('/var/run');
  expect(proposal?.safety).toBe('unsafe');
});
