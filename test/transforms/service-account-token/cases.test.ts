import { goldenCases } from '../../harness/golden.ts';

goldenCases('service-account-token');
