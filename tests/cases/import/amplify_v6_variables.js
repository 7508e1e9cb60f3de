import { Amplify } from "aws-amplify";

const authConfig = {
  Cognito: {
    userPoolId: import.meta.env.VITE_USER_POOL_ID,
    userPoolClientId: "2w3e4r5t6y7u8i9o0p1a2s3d4f",
    loginWith: { username: true },
  },
};
Amplify.configure({ Auth: authConfig });
