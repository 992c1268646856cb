import { goldenCases } from '../../harness/golden.ts';

goldenCases('dedicated-service-account');
