import { goldenCases } from '../../harness/golden.ts';

goldenCases('ingress-hardening');
