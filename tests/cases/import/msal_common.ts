export const msalConfig: Configuration = {
  auth: {
    clientId: "00001111-aaaa-2222-bbbb-3333cccc4444",
    authority: "https://login.microsoftonline.com/common",
    redirectUri: "https://app.example.com/",
  },
  cache: { cacheLocation: "sessionStorage" },
};

export const loginRequest = {
  scopes: ["api://00001111-aaaa-2222-bbbb-3333cccc4444/.default", "User.Read"],
};
