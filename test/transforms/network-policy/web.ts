import { workload } from '../root.ts';

/** A program behind a Service. */
export const WEB = `${workload('containers: [{name: c, image: "web:1", ports: [{containerPort: 8080}]}]')}
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
---
`;
