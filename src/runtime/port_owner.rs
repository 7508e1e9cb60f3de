//! The program that listens on a port. Linux shows it in `/proc`: a user's own processes, or all for root.

/// The name and process id of the listener, `node (process 4711)`. `None` if unknown.
pub fn of(port: u16) -> Option<String> {
    let sockets = listening_sockets(port);
    let processes = std::fs::read_dir("/proc").ok()?.filter_map(Result::ok);
    for process in processes {
        let id = process.file_name();
        let Some(id) = id.to_str().filter(|id| id.bytes().all(|byte| byte.is_ascii_digit())) else { continue };
        let Ok(files) = std::fs::read_dir(process.path().join("fd")) else { continue };
        let mut targets = files.filter_map(Result::ok).filter_map(|file| std::fs::read_link(file.path()).ok());
        if targets.any(|target| sockets.iter().any(|socket| target.as_os_str() == socket.as_str())) {
            let name = std::fs::read_to_string(process.path().join("comm")).unwrap_or_default();
            return Some(format!("{} (process {id})", name.trim()));
        }
    }
    None
}

/// The listening sockets of a port, as file descriptors name them: `socket:[12345]`.
fn listening_sockets(port: u16) -> Vec<String> {
    ["/proc/net/tcp", "/proc/net/tcp6"]
        .iter()
        .filter_map(|table| std::fs::read_to_string(table).ok())
        .flat_map(|table| table.lines().filter_map(|line| socket(line, port)).collect::<Vec<_>>())
        .collect()
}

/// A row is `sl local_address rem_address st … inode`: the local address ends in `:PORT` in hexadecimal, state `0A`
/// is LISTEN, and the inode is the tenth field.
fn socket(line: &str, port: u16) -> Option<String> {
    let fields: Vec<&str> = line.split_ascii_whitespace().collect();
    let (_, found) = fields.get(1)?.rsplit_once(':')?;
    let listens = u16::from_str_radix(found, 16).ok()? == port && *fields.get(3)? == "0A";
    listens.then(|| fields.get(9).map(|inode| format!("socket:[{inode}]")))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_of_the_kernels_table_names_the_socket_that_listens() {
        let row = "   0: 0100007F:223D 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 31415 1";
        assert_eq!(socket(row, 0x223D).as_deref(), Some("socket:[31415]"));
        assert_eq!(socket(row, 80), None);
        assert_eq!(socket(&row.replace(" 0A ", " 01 "), 0x223D), None);
        assert_eq!(socket("  sl  local_address rem_address", 80), None);
    }
}
