//! The demo from its first request to its last by the command palette alone, and by the mouse alone.

use super::Sitting;

/// One press of the left button and its release, at a cell counted from 0, as terminals send it (SGR, 1006).
fn press(row: usize, column: usize) -> String {
    let (x, y) = (column + 1, row + 1);
    format!("\u{1b}[<0;{x};{y}M\u{1b}[<0;{x};{y}m")
}

impl Sitting {
    /// Opens the palette, types the name of a command and runs it, and waits for what it leads to.
    fn run(&mut self, name: &str, then: &str) -> &mut Self {
        self.send(":").see("╭ Commands ").send(name);
        let found = [format!(": {name} "), format!("▸ {name} ")];
        self.until(name, |parser, _| found.iter().all(|line| parser.screen().contents().contains(line)));
        self.send("\r").until(then, |parser, _| {
            let shown = parser.screen().contents();
            !shown.contains("╭ Commands ") && shown.contains(then)
        });
        self
    }

    /// Clicks on the first place that shows `text`, and waits for what it leads to.
    fn click(&mut self, text: &str, then: &str) -> &mut Self {
        let rows = self.rows();
        let found = rows.iter().enumerate().find_map(|(row, line)| Some((row, line.find(text)?)));
        self.click_at(found, text, then)
    }

    /// Clicks on an entry of the footer.
    fn click_below(&mut self, entry: &str, then: &str) -> &mut Self {
        let rows = self.rows();
        let last = rows.len() - 1;
        self.click_at(rows[last].find(entry).map(|at| (last, at)), entry, then)
    }

    fn click_at(&mut self, found: Option<(usize, usize)>, text: &str, then: &str) -> &mut Self {
        let rows = self.rows();
        let (row, at) = found.unwrap_or_else(|| panic!("{text:?} is not there:\n{}", rows.join("\n")));
        let column = rows[row][..at].chars().count();
        self.send(&press(row, column)).see(then)
    }

    /// The lines of the screen.
    fn rows(&self) -> Vec<String> {
        let screen = self.shared.screen.lock().unwrap();
        screen.0.screen().rows(0, 120).collect()
    }
}

#[test]
fn the_demo_by_the_palette_alone() {
    let mut sitting = Sitting::at(120, 36, &["demo"]);
    sitting.see("enter discover");
    for (name, then) in [
        ("discover", "done: enter continues to 2"),
        ("preflight", "╭ Preflight"),
        ("back", "done: enter continues to 2"),
        ("scenarios", "Each scenario breaks"),
        ("back", "done: enter continues to 2"),
        ("2 Authorize", "code_challenge"),
        ("down", "▸ response_type"),
        ("remove", "removed"),
        ("undo", "what to return"),
        ("QR code", "╭ Scan with a phone"),
        ("back", "enter sign in as…"),
        ("sign in as…", "alice"),
        ("down", "▸ bob"),
        ("sign in", "state matches"),
        ("diagram", "open exchange"),
        ("back", "enter 4 Redeem"),
        ("4 Redeem", "grant_type"),
        ("reveal", "v mask"),
        ("mask", "v reveal"),
        ("send", "200 OK"),
        ("5 Tokens", "Read the tokens · ID token"),
        ("next token", "Read the tokens · access token"),
        ("copy access token", "Access token sent to the terminal"),
        ("exchanges", "c copy as curl"),
        ("top", "▸   1 discovery"),
        ("copy as curl", "sent to the terminal"),
        ("back", "6 UserInfo"),
        ("theme", "enter use it"),
        ("down", "▸ light"),
        ("back", "6 UserInfo"),
        ("maximize", "z all panes"),
        ("all panes", "╭ Flow ─"),
        ("lifetimes", "+6 min"),
        ("back", "6 UserInfo"),
        ("step 6 UserInfo", "enter send"),
        ("send", "~ email_verified"),
        ("step 7 Refresh", "Refresh the tokens"),
        ("send", "200 OK"),
        ("step 8 Sign out", "enter revoke"),
        ("revoke", "the refresh token is revoked"),
        ("quit", "tokens are not saved"),
    ] {
        sitting.run(name, then);
    }
    sitting.run("quit", "");
    assert_eq!(sitting.ended(), 0);
}

#[test]
fn the_demo_by_the_mouse_alone() {
    let mut sitting = Sitting::at(120, 36, &[]);
    sitting.see("Try the demo").click("Try the demo", "enter discover");
    sitting.click_below("enter discover", "done: enter continues to 2");
    // The rail of steps, a row, and a row again: it is edited.
    sitting.click("2 Authorize", "code_challenge").click("scope   ", "▸ scope").click("▸ scope", "enter save");
    sitting.click_below("esc cancel", "enter sign in as…").click_below("enter sign in", "╭ Sign in as");
    sitting.click("  bob ", "state matches");
    sitting.click_below("enter 4 Redeem", "grant_type").click_below("enter send", "200 OK");
    // The tabs of the tokens, a claim, and the wheel over the claims.
    sitting.click("5 Tokens", "Read the tokens · ID token").click("access token", "Read the tokens · access token");
    sitting.click("token_use ", "▸ ✓ token_use");
    // What a key opens, its entries, and the way back.
    sitting.click_below("y copy", "╭ Copy ─").click("the ID token", "ID token sent to the terminal");
    sitting.click_below("x exchanges", "╭ Exchanges ─").click("1 discovery", "▸   1 discovery");
    sitting.click_below("c copy as curl", "sent to the terminal").click_below("esc back", "enter 6 UserInfo");
    sitting.click_below("? help", "╭ Keys ").click_below("esc ", "enter 6 UserInfo");
    sitting.click_below(": more", "╭ Commands ").click("  diagram ", "open exchange");
    sitting.click_below("esc back", "enter 6 UserInfo");
    sitting.click("6 UserInfo", "enter send").click_below("enter send", "~ email_verified");
    let middle = (20, 60);
    sitting.click("5 Tokens", "Read the tokens").resize(120, 24).see("q quit");
    sitting.send(&format!("\u{1b}[<65;{};{}M", middle.1, middle.0 / 2).repeat(20)).see("Raw token");
    sitting.click_below("q quit", "tokens are not saved").click_below("q quit", "");
    assert_eq!(sitting.ended(), 0);
}
