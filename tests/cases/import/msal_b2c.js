export const msalConfig = {
  auth: {
    clientId: "0ad1f969-a1d5-477b-9519-794fc056f122",
    authority: "https://ctcemployees.b2clogin.com/ctcemployees.onmicrosoft.com/B2C_1_Sign",
    redirectUri: "http://localhost:3000",
  }
};
