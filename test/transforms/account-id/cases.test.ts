import { goldenCases } from '../../harness/golden.ts';

goldenCases('account-id');
