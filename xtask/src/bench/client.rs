//! A client of HTTP/1.1 that keeps its connection, as a browser does, and asks for compressed pages.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// One user's connection and session.
pub struct Client {
    address: SocketAddr,
    connection: Option<BufReader<TcpStream>>,
    /// The session's cookie; empty for a visitor.
    pub cookie: String,
}

/// What the server answered.
pub struct Answer {
    /// Status code.
    pub status: u16,
    /// Where a redirect points to.
    pub location: String,
    /// The cookie that was set, without its attributes.
    pub set_cookie: String,
    /// The body as it came over the wire.
    pub body: Vec<u8>,
}

impl Client {
    /// A visitor.
    pub fn new(address: SocketAddr) -> Self {
        Self { address, connection: None, cookie: String::new() }
    }

    /// Logs in.
    pub fn login(&mut self, name: &str, password: &str) -> io::Result<()> {
        let answer = self.post("/login", &[("name", name), ("password", password), ("back", "/")])?;
        if answer.status != 303 || answer.set_cookie.is_empty() {
            return Err(io::Error::other(format!("{name} was not let in: {}", answer.status)));
        }
        self.cookie = answer.set_cookie;
        Ok(())
    }

    /// Asks for a page, compressed as browsers ask for it.
    pub fn get(&mut self, path: &str) -> io::Result<Answer> {
        self.send("GET", path, "Accept-Encoding: gzip\r\n", "")
    }

    /// Asks for a page as plain text, to read in it.
    pub fn read(&mut self, path: &str) -> io::Result<String> {
        let answer = self.send("GET", path, "", "")?;
        Ok(String::from_utf8_lossy(&answer.body).into_owned())
    }

    /// Sends a form.
    pub fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> io::Result<Answer> {
        let fields: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
        self.send("POST", path, "Content-Type: application/x-www-form-urlencoded\r\n", &fields.join("&"))
    }

    fn send(&mut self, method: &str, path: &str, headers: &str, body: &str) -> io::Result<Answer> {
        let cookie = if self.cookie.is_empty() { String::new() } else { format!("Cookie: {}\r\n", self.cookie) };
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\n{cookie}{headers}Content-Length: {}\r\n\r\n{body}",
            self.address,
            body.len()
        );
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => {
                let stream = TcpStream::connect(self.address)?;
                stream.set_nodelay(true)?;
                stream.set_read_timeout(Some(Duration::from_secs(60)))?;
                BufReader::new(stream)
            }
        };
        connection.get_mut().write_all(request.as_bytes())?;
        let answer = read_answer(&mut connection)?;
        self.connection = Some(connection);
        Ok(answer)
    }
}

fn read_answer(connection: &mut BufReader<TcpStream>) -> io::Result<Answer> {
    let mut line = String::new();
    connection.read_line(&mut line)?;
    let status = line.split(' ').nth(1).and_then(|word| word.parse().ok());
    let status = status.ok_or_else(|| io::Error::other(format!("no answer: {line:?}")))?;
    let mut answer = Answer { status, location: String::new(), set_cookie: String::new(), body: Vec::new() };
    let mut length = Some(0_u64);
    loop {
        line.clear();
        connection.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.parse().ok(),
            "transfer-encoding" => length = None,
            "location" => answer.location = value.to_owned(),
            "set-cookie" => answer.set_cookie = value.split(';').next().unwrap_or_default().to_owned(),
            _ => {}
        }
    }
    match length {
        Some(length) => {
            connection.take(length).read_to_end(&mut answer.body)?;
        }
        None => read_chunks(connection, &mut answer.body)?,
    }
    Ok(answer)
}

fn read_chunks(connection: &mut BufReader<TcpStream>, body: &mut Vec<u8>) -> io::Result<()> {
    loop {
        let mut line = String::new();
        connection.read_line(&mut line)?;
        let length = u64::from_str_radix(line.trim_end(), 16).map_err(io::Error::other)?;
        connection.take(length).read_to_end(body)?;
        connection.read_line(&mut line)?;
        if length == 0 {
            return Ok(());
        }
    }
}

fn encode(value: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(byte);
    value.bytes().map(|byte| if plain(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}
