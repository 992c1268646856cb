import { goldenCases } from '../../harness/golden.ts';

goldenCases('least-privilege-rbac');
