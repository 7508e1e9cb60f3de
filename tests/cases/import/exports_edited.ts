// copied from the other project, then edited
const isLocal = window.location.hostname === 'localhost'; // it's a hack

export const config = {
  aws_project_region: 'us-east-2', /* moved in March */
  aws_cognito_region: 'us-east-2',
  aws_user_pools_id: "us-east-2_m0vEd1t3d",
  aws_user_pools_web_client_id: '7s1n2k3j4h5g6f7d8s9a0q1w2e',
  oauth: {
    domain: 'auth.example.com',
    scope: ['openid', 'email',] as const,
    redirectSignIn: isLocal ? 'http://localhost:3000/' : 'https://example.com/',
    redirectSignOut: 'https://example.com/bye', // trailing comma below
    responseType: 'code',
  },
} as const;

module.exports = config;
